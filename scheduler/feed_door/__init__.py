"""What answers under ``/feeds/``: a small WSGI application in front of Flask."""
