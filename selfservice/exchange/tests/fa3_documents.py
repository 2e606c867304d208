"""A KSeF invoice for tests."""

from __future__ import annotations

from selfservice.exchange import fa3

FA = f"""<?xml version="1.0" encoding="UTF-8"?>
<Faktura xmlns="{fa3.NAMESPACE}">
<Podmiot1><DaneIdentyfikacyjne><NIP>1234563218</NIP><Nazwa>Wodociągi</Nazwa></DaneIdentyfikacyjne></Podmiot1>
<Podmiot2><DaneIdentyfikacyjne><BrakID>1</BrakID><Nazwa>Maria Zmyślona</Nazwa></DaneIdentyfikacyjne>
<NrKlienta>100001</NrKlienta></Podmiot2>
<Fa><KodWaluty>PLN</KodWaluty><P_1>2026-11-16</P_1><P_2>FV/X/1</P_2>
<OkresFa><P_6_Od>2026-10-01</P_6_Od><P_6_Do>2026-10-31</P_6_Do></OkresFa>
<P_13_1>100.00</P_13_1><P_14_1>23.00</P_14_1><P_14_1W>99.00</P_14_1W><P_13_2>73.56</P_13_2><P_14_2>5.89</P_14_2>
<P_15>202.45</P_15><RodzajFaktury>{{kind}}</RodzajFaktury>{{corrects}}
<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>Woda</P_7><P_8A>m3</P_8A><P_8B>12.5</P_8B><P_9A>5.12000000</P_9A>
<P_11>64.00</P_11><P_11Vat>5.12</P_11Vat><P_12>8</P_12>{{before}}</FaWiersz>
<FaWiersz><NrWierszaFa>1</NrWierszaFa><P_7>Abonament</P_7></FaWiersz>
{{settled}}
<Platnosc>{{paid}}<TerminPlatnosci><Termin>2026-11-23</Termin></TerminPlatnosci>
<TerminPlatnosci><Termin>2026-11-30</Termin></TerminPlatnosci><FormaPlatnosci>6</FormaPlatnosci>
<RachunekBankowy><NrRB>PL25109010145555000000012345</NrRB></RachunekBankowy></Platnosc></Fa></Faktura>
"""


def document(**parts: str) -> bytes:
    blanks = {"corrects": "", "before": "", "settled": "", "paid": "", "kind": "VAT"}
    return FA.format_map(blanks | parts).encode()
