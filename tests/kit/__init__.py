"""What the tests share: a database, browsers, a checker of pages, samples and a cast."""
