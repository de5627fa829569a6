/**
 * One network to train, where it is trained, and what it comes to. Knows no file, no ledger and no
 * progress bar. Depends on models and evaluation.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.distillation.trial;

import org.apiguardian.api.API;
