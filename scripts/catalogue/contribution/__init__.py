"""What people send through the code host: the questions of the issue forms, the record made of the answers, and the answer to a proposal."""
