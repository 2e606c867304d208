"""The live gallery of components at /styleguide/, where `settings.STYLEGUIDE` is on."""
