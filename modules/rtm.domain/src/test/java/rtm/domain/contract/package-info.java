/**
 * What is asked of every implementation of a port: run by the fake here, and by the real adapter.
 */
@NullMarked
package rtm.domain.contract;

import org.jspecify.annotations.NullMarked;
