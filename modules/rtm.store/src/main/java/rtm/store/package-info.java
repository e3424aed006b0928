/**
 * Keeps records, operations, health snapshots and the outbox in PostgreSQL, and updates the schema.
 * This module decides nothing about a runtime. No other module contains SQL.
 */
@NullMarked
package rtm.store;

import org.jspecify.annotations.NullMarked;
