"""The templates without the service: every page drawn from its sample value."""

from functools import cache
from secrets import token_hex

from flask import Flask, abort, render_template, request

from scheduler.web import frame
from tests.support import world
from tests.web.samples import SAMPLES

STRANGERS = frozenset({"signin", "error-401"})


@cache
def preview_app() -> Flask:
    """Make an application that shows each sample at ``/<its name>``."""
    app = Flask("preview", static_folder=None)
    app.config.update(SECRET_KEY=token_hex(), TESTING=True)
    frame.install(app, lambda: world.NOW)

    @app.route("/<name>", methods=["GET", "POST"])
    def sample(name: str) -> str:
        if name not in SAMPLES:
            abort(404)
        template, page = SAMPLES[name]
        if name not in STRANGERS:
            role = "Alliance secretary" if request.args.get("lang") == "en" else "联盟秘书"
            frame.set_viewer(frame.Viewer("吴样例", role, "sample"))
        return render_template(template, page=page)

    return app
