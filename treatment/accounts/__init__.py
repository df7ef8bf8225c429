"""Staff: sign-in, second factor, license and live sessions."""
