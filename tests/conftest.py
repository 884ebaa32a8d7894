"""What every test may ask for, and the zones that all of them reckon with."""

import whenever

from app.wiring import same_zones_everywhere

pytest_plugins = ["tests.databases", "tests.said.plugin"]

# As in production: the pinned data, whatever machine this is, and for the oracle as well.
same_zones_everywhere()
whenever.reset_tzpath(())
