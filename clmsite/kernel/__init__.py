"""The cellar: money, periods, outbox, access. Every app may import it; it imports none of ours."""
