"""How well the engine reads: sets, figures, the table and the model card."""
