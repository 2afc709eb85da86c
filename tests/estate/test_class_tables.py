"""Other tables that name data classes: each knows every one, in the order of sensitivity."""

from socle.estate import DataClass
from socle.facts.effects.judges import CLASSES


def test_what_a_change_of_class_does_is_known_for_every_class_in_its_order() -> None:
    assert tuple(str(each) for each in DataClass) == CLASSES


def test_every_class_that_names_health_data_is_called_so_by_its_first_word() -> None:
    """Rules know what holds health data by the name of its class, of resources that no estate declares too."""
    assert {each for each in DataClass if each.floor.hds_contract} == {
        each for each in DataClass if each.startswith("health")
    }
