"""What came of the promises: credit, lights, tags, offices and due lists."""
