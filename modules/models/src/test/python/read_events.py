"""Reads the event files under a directory with TensorFlow's own reader and prints them as JSON:
{run: {tag: [[step, value], ...]}}. Used by ScalarEventsTests."""

import json
import os
import sys

try:
    import tensorflow as tf

    summary_iterator = tf.compat.v1.train.summary_iterator
except ImportError as e:
    print(f"skipped: {e}")
    sys.exit(0)

runs = {}
for directory, _, files in os.walk(sys.argv[1]):
    for name in files:
        if "tfevents" not in name:
            continue
        tags = runs.setdefault(os.path.relpath(directory, sys.argv[1]), {})
        for event in summary_iterator(os.path.join(directory, name)):
            for value in event.summary.value:
                tags.setdefault(value.tag, []).append([event.step, value.simple_value])
print(json.dumps(runs))
