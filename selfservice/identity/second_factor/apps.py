from django.apps import AppConfig

from ebok.audit import actions


class SecondFactorConfig(AppConfig):
    name = "selfservice.identity.second_factor"
    label = "second_factor"

    def ready(self) -> None:
        from selfservice.identity import letters
        from selfservice.identity.second_factor import receivers, texts  # noqa: F401

        actions.register(texts.ACTIONS)
        letters.register(texts.LETTERS)
