"""The pages of workdays and of absences."""
