/** Servers that only integration tests need: proxies, registries, daemons of their own. */
@NullMarked
package rtm.it.server;

import org.jspecify.annotations.NullMarked;
