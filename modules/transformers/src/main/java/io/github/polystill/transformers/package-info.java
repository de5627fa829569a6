/** Pre-trained BERT-like networks, run by ONNX Runtime, which is used nowhere else. */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.transformers;

import org.apiguardian.api.API;
