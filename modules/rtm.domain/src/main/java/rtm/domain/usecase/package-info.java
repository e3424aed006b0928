/**
 * One class for each thing the service does: decide by the rules, act through the ports, commit
 * once. No SQL, no JSON, no Docker or Redis type; nothing here starts a thread.
 */
@NullMarked
package rtm.domain.usecase;

import org.jspecify.annotations.NullMarked;
