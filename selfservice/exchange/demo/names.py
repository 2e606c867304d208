"""Invented names. The town does not exist; likeness to real persons is chance."""

from __future__ import annotations

TOWN = "Zielona Dolina"
# fmt: off
WOMEN = (
    "Anna", "Maria", "Katarzyna", "Małgorzata", "Agnieszka", "Krystyna", "Barbara", "Ewa", "Elżbieta",
    "Zofia", "Janina", "Teresa", "Joanna", "Magdalena", "Monika", "Jadwiga", "Danuta", "Irena",
    "Halina", "Helena", "Beata", "Aleksandra", "Dorota", "Grażyna",
)
MEN = (
    "Jan", "Stanisław", "Andrzej", "Józef", "Tadeusz", "Jerzy", "Zbigniew", "Krzysztof", "Henryk",
    "Ryszard", "Kazimierz", "Marek", "Piotr", "Paweł", "Michał", "Łukasz", "Tomasz", "Grzegorz",
    "Wojciech", "Rafał", "Maciej", "Jakub", "Świętosław", "Żelisław",
)
# Roots that take -ski/-ska; plainly made up from the town's landscape.
ROOTS = (
    "Zielono", "Dolin", "Łąkow", "Brzozow", "Lipni", "Jesion", "Wierzb", "Kalin", "Jarzębin", "Wrzos",
    "Pagórk", "Strumyk", "Źródlan", "Mostow", "Młyn", "Stawow", "Żurawi", "Bocian", "Skowron", "Jaskół",
    "Gołęb", "Sikor", "Dzięcioł", "Słowik", "Miodow", "Chlebn", "Zbożn", "Ogrodn", "Sadow", "Śliwow",
    "Jabłon", "Grusz", "Wiśni", "Malin", "Porzeczk", "Jagodn", "Grzybow", "Leśn", "Polan", "Kwiat",
)
TREES = (
    "Lipowa", "Brzozowa", "Dębowa", "Klonowa", "Jesionowa", "Wierzbowa", "Kasztanowa", "Akacjowa",
    "Jarzębinowa", "Bukowa", "Sosnowa", "Świerkowa", "Modrzewiowa", "Topolowa", "Olchowa", "Kalinowa",
    "Wrzosowa", "Łąkowa", "Polna", "Leśna", "Ogrodowa", "Sadowa", "Wiśniowa", "Jabłoniowa", "Śliwowa",
    "Malinowa", "Porzeczkowa", "Jagodowa", "Różana", "Fiołkowa", "Konwaliowa", "Stokrotki", "Chabrowa",
    "Makowa", "Zbożowa", "Żytnia", "Pszenna", "Miodowa", "Słoneczna", "Księżycowa",
)
DISTRICTS = (
    "Śródmieście",
    "Stare Łąki",
    "Nad Strumykiem",
    "Podlesie",
    "Słoneczne Wzgórza",
    "Młynówka",
    "Źródełko",
    "Zagajnik",
    "Ogrody",
    "Przystań",
    "Osada",
    "Wierzbiny",
)
# fmt: on
COMPANIES = (
    'Piekarnia "Złoty Kłos" sp. z o.o.',
    "Zakład Stolarski Dębina s.c.",
    "Kwiaciarnia Pod Jarzębiną",
    "Przychodnia Zielony Listek sp. z o.o.",
    "Hurtownia Żuraw sp. z o.o.",
    "Warsztat Samochodowy Śrubka",
    "Restauracja Nad Strumykiem",
    "Pralnia Bąbelek",
)
FRACTIONS = (
    ("zmieszane", 14),
    ("bio", 14),
    ("papier", 28),
    ("tworzywa sztuczne i metale", 28),
    ("szkło", 28),
)


def surname(root: str, *, woman: bool) -> str:
    """A surname for a root: Zielonowska, Zielonowski."""
    return f"{root}{'ska' if woman else 'ski'}"
