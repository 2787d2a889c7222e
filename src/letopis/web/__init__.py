"""The reader's desk: web pages, a REST interface, and a server for assistants; all of them on one chronicle."""
