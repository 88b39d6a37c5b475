"""From a request to a stored touch: the pure rules and the steps that use them."""
