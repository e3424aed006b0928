/**
 * Keeps records, operations, health snapshots and the outbox in PostgreSQL, and brings the schema
 * up to date. No decision about a runtime is made here; SQL stands nowhere else.
 */
@NullMarked
package rtm.store;

import org.jspecify.annotations.NullMarked;
