from experiments import checks


def test_installation_with_a_dictionary_has_nothing_to_warn_of():
    assert checks.finnish_dictionary() == []


def test_missing_dictionary_of_finnish_is_told(monkeypatch):
    monkeypatch.setattr(checks, "find_spec", lambda _name: None)
    monkeypatch.setattr(checks, "has_finnish_dictionary", lambda: False)

    assert [warning.id for warning in checks.finnish_dictionary()] == ["experiments.W001"]
