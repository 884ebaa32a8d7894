"""The local try-out: an invented company on the web page, with a clock that can be moved."""
