package rtm.streams;

import java.time.Duration;
import java.util.List;

/**
 * How to reach Redis, and how to use it.
 *
 * @param host the master's name or address, without brackets
 * @param port the master's port, 1 to 65535
 * @param password the default user's password; empty for a server without one
 * @param database the number of the database, from 0
 * @param operationTimeout how long Redis may take to answer; a blocking read has its wait in
 *     addition
 * @param leaseTtl how long a lease lives without a renewal
 * @param streams the keys of the streams
 */
public record StreamsSettings(
        String host,
        int port,
        String password,
        int database,
        Duration operationTimeout,
        Duration leaseTtl,
        StreamKeys streams) {

    private static final int HIGHEST_PORT = 65_535;

    /**
     * @throws IllegalArgumentException if a number is out of bounds or a duration is not positive
     */
    public StreamsSettings {
        if (port < 1 || port > HIGHEST_PORT || database < 0) {
            throw new IllegalArgumentException("port or database out of range");
        }
        if (!operationTimeout.isPositive() || !leaseTtl.isPositive()) {
            throw new IllegalArgumentException("the timeout and the lease must be positive");
        }
    }

    /** The master's address, as operators write it. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** Everything except the password. */
    @Override
    public String toString() {
        return "StreamsSettings[%s/%d, operationTimeout=%s, leaseTtl=%s, %s]"
                .formatted(address(), database, operationTimeout, leaseTtl, streams);
    }

    /**
     * The keys of the five streams, all different.
     *
     * @param startJobs brings start jobs
     * @param stopJobs brings stop jobs
     * @param jobResults takes the result of each job
     * @param healthEvents takes health events
     * @param notificationIntents takes notifications for admins
     */
    public record StreamKeys(
            String startJobs,
            String stopJobs,
            String jobResults,
            String healthEvents,
            String notificationIntents) {

        /**
         * @throws IllegalArgumentException if a key is blank or two are the same
         */
        public StreamKeys {
            List<String> all =
                    List.of(startJobs, stopJobs, jobResults, healthEvents, notificationIntents);
            if (all.stream().anyMatch(String::isBlank) || all.stream().distinct().count() < 5) {
                throw new IllegalArgumentException(
                        "the five stream keys must be different and not blank");
            }
        }

        List<String> all() {
            return List.of(startJobs, stopJobs, jobResults, healthEvents, notificationIntents);
        }
    }
}
