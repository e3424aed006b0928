/**
 * What each kind of operation does between its row and its commit, and the parts that several kinds
 * share: launch an engine, roll back, wait for health. No step opens or closes a row.
 */
@NullMarked
package rtm.domain.operation.step;

import org.jspecify.annotations.NullMarked;
