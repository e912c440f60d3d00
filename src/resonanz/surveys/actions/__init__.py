"""Every change of this room: settings and questions, asking, answering, handing out, presets."""
