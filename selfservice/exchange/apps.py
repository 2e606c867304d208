from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "selfservice.exchange"
    label = "exchange"
