"""An invented utility, "Wodociągi Zielona Dolina", with everything its public site shows."""
