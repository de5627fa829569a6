#!/usr/bin/env python3
"""Print the requests of a warm-up file, read without any of polystill's code.

    read_warmup_requests.py FILE

tf.data.TFRecordDataset reads the records and checks their checksums. The messages of TF Serving are
taken apart by hand, by the wire format of protocol buffers and the field numbers of
tensorflow_serving/apis/prediction_log.proto, predict.proto and model.proto; tensors by TensorFlow.
"""

import sys


def main():
    try:
        import tensorflow as tf
        from tensorflow.core.framework import tensor_pb2, types_pb2
    except ImportError:
        print("skipped: Python TensorFlow is not installed")
        return 0
    for record in tf.data.TFRecordDataset(sys.argv[1]).as_numpy_iterator():
        predict_log = only(fields(record), 6)  # PredictionLog.predict_log
        request = fields(only(fields(predict_log), 1))  # PredictLog.request
        spec = fields(only(request, 1))  # PredictRequest.model_spec
        entry = fields(only(request, 2))  # PredictRequest.inputs, a map
        tensor = tensor_pb2.TensorProto.FromString(only(entry, 2))
        values = tf.make_ndarray(tensor)
        flat = [v.decode() if isinstance(v, bytes) else int(v) for v in values.ravel()]
        print(
            only(spec, 1).decode(),  # ModelSpec.name
            only(spec, 3).decode(),  # ModelSpec.signature_name
            only(entry, 1).decode(),
            types_pb2.DataType.Name(tensor.dtype),
            list(values.shape),
            flat,
        )
    return 0


def fields(message):
    """The fields of a message, all of them length-delimited, as (number, bytes)."""
    found, position = [], 0
    while position < len(message):
        key, position = varint(message, position)
        assert key & 7 == 2, f"wire type {key & 7}"
        length, position = varint(message, position)
        assert position + length <= len(message)
        found.append((key >> 3, message[position : position + length]))
        position += length
    return found


def only(found, number):
    values = [value for each, value in found if each == number]
    assert len(values) == 1, f"field {number} is there {len(values)} times"
    return values[0]


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


if __name__ == "__main__":
    sys.exit(main())
