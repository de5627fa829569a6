/**
 * The values that every module shares: documents, label sets, corpora, folds, content hashes,
 * atomic files and the one exception for errors that a user can cause. Depends on nothing of this
 * project.
 */
@API(status = API.Status.INTERNAL, since = "0.1.0")
package io.github.polystill.data;

import org.apiguardian.api.API;
