"""What calls will cost: their lengths, their sum, seasons, and the day on which credits run out."""
