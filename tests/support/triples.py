"""What a store holds before a load, and what is loaded."""

OLD = [
    f"<https://w3id.org/secgraph/id/old-{number}> <urn:p> <urn:o> .\n".encode()
    for number in range(500)
]
OLD += [
    (
        b"<https://w3id.org/secgraph/id/old> "
        b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<https://w3id.org/secgraph/ns#State> .\n"
    )
]
NEW = [
    f"<https://w3id.org/secgraph/id/new-{number}> <urn:p> <urn:o-{number % 7}> .\n".encode()
    for number in range(3000)
]
