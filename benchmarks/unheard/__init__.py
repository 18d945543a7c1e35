"""Nobody goes unheard: simulated days of stories, readers and listeners around the product's own routing.

Behaviour is assumed (docs/routing.md says what): the figures compare policies and forecast nothing.
"""
