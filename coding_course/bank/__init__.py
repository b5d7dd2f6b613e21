"""The bank: cases, questions, skills and exam blueprints, as authors write them and as learners meet them."""
