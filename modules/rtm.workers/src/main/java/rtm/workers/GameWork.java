package rtm.workers;

import rtm.workers.intake.JobAttempts;
import rtm.workers.loop.GameMailboxes;

/**
 * Where the jobs of this process's games run: new ones, and those that an earlier process left.
 *
 * @param mailboxes the order of each game
 * @param attempts how often and how long a job is tried
 */
record GameWork(GameMailboxes mailboxes, JobAttempts attempts) {}
