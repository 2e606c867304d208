"""What was spent and who was seen. Keyed hashes only; rows live for an hour or so."""

from __future__ import annotations

from django.db import models


class SpentProof(models.Model):
    """A proof of work or a ticket that has been used; it is not taken again."""

    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%H:%M:%S}"


class Sighting(models.Model):
    """A form was sent from a client address."""

    address = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "purpose", "at"], name="robots_sightings")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%H:%M:%S}"
