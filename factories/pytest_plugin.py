"""The plugin by a name that suites may still give: ``-p factories.pytest_plugin``."""

pytest_plugins = ["hvac_models.pytest_plugin"]
