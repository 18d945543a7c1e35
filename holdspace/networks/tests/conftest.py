from holdspace.circles.tests.scene import circle, clock, listens, loss, reader, survivors  # noqa: F401
