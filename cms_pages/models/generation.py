"""The content generation: one number that grows with every change of public content."""

from __future__ import annotations

from django.db import models


class ContentGeneration(models.Model):
    """The only row (id 1). Read and raised by `cms_pages.generation`."""

    ROW = 1

    number = models.PositiveBigIntegerField(default=1)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
