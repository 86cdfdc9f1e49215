"""Make what people open from the notebooks: normal form, language copies, lesson pages."""
