"""Settings of the lesson app, for `python -m kit app` and for Voilà inside a Jupyter server."""

from kit.publish.app.gates import HEADERS
from kit.publish.app.incidents import on_cell_error
from kit.publish.home.files import FOLDERS

c = get_config()  # noqa: F821 - traitlets gives it to configuration files

c.Voila.ip = "127.0.0.1"
c.Voila.port_retries = 0
c.Voila.log_level = "ERROR"
c.Voila.tornado_settings = {
    "compress_response": True,
    "ws_ping_timeout": 30_000,  # jupyter_server's own default is longer than tornado allows
    "headers": HEADERS,
}

c.VoilaConfiguration.template = "lesson"
c.VoilaConfiguration.allow_template_override = "NO"
c.VoilaConfiguration.allow_theme_override = "NO"
c.VoilaConfiguration.classic_tree = True
c.VoilaConfiguration.strip_sources = True
c.VoilaConfiguration.show_tracebacks = False
# Of all files, those that the home page leads to.
FOR_READERS = rf"build/(?:{'|'.join(FOLDERS)})/.+"
c.VoilaConfiguration.file_allowlist = [FOR_READERS]
c.VoilaConfiguration.file_denylist = [rf"(?!{FOR_READERS}$).*", r"(?:.*[/\\])?\.\..*"]

# A failed cell leaves its number in its place; the rest of the lesson is still shown.
c.VoilaExecutor.allow_errors = True
c.VoilaExecutor.on_cell_error = on_cell_error
c.VoilaExecutor.timeout = 120
c.VoilaExecutor.interrupt_on_timeout = True
# A restarted kernel has lost the page's state and answers nothing that was asked before: a lesson
# whose kernel died must say so, and not wait for one that came back before anybody noticed.
c.KernelManager.autorestart = False

# A closed page leaves its kernel behind; an open one keeps it, however long somebody reads.
c.MappingKernelManager.cull_interval = 30
c.MappingKernelManager.cull_idle_timeout = 120
c.MappingKernelManager.cull_connected = False
