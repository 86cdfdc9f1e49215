"""Write the forms as files to fill in: workbooks, documents, and sheets of paper."""
