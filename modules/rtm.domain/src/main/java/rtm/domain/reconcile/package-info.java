/**
 * Compares records with containers and corrects the records. Containers are only inspected: nothing
 * here starts, stops or removes one.
 */
@NullMarked
package rtm.domain.reconcile;

import org.jspecify.annotations.NullMarked;
