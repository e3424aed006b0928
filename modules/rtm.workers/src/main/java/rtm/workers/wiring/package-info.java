/** What the program hands to the workers: their settings, and access to the engines. */
@NullMarked
package rtm.workers.wiring;

import org.jspecify.annotations.NullMarked;
