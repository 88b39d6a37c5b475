"""From a finding to the next campaign. PURE: figures in, a proposal out; the verb is elsewhere."""
