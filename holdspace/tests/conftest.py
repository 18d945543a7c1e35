from holdspace.circles.tests.scene import circle, reader  # noqa: F401
from holdspace.tests.house import house  # noqa: F401
