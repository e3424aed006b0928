/**
 * Tests of the service on real Docker, PostgreSQL and Redis, and of the packaged tarball. No test
 * here runs without a Docker engine.
 */
@NullMarked
package rtm.it;

import org.jspecify.annotations.NullMarked;
