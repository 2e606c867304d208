import pytest

from selfservice.exchange import models
from selfservice.exchange.services import load_delivery, roll_back
from selfservice.exchange.tests import deliveries

pytestmark = pytest.mark.django_db(databases=["default", "exchange"])


def test_round(tmp_path):
    t = deliveries.town()
    load_delivery(path=deliveries.write(tmp_path / "a", t))
    assert models.Account.objects.get(pk="100002").name == 'Spółdzielnia "Źdźbło"'
    t["accounts"][0]["balance"] = "1,00"
    t["accounts"].append(deliveries.account("100003"))
    del t["readings"][0]
    load_delivery(path=deliveries.write(tmp_path / "b", t, generation=2))
    assert models.Account.objects.count() == 3
    roll_back()
    assert models.Account.objects.count() == 2
    assert str(models.Account.objects.get(pk="100001").balance) == "187.45"
