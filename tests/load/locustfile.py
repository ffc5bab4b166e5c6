"""The HTTP side of Debug Marathon under load, for people who know Locust (2.12 or later).

Each user signs in once and then looks around as a participant between two problems does. Accounts come from
MARATHON_CREDENTIALS (CSV with the columns participant_id and password, shared out among the users), or from
MARATHON_EMAIL and MARATHON_PASSWORD; without either the demo's account is used, which only the demo has.
"""

import csv
import itertools
import os

from locust import HttpUser, between, events, task
from locust.exception import StopUser

# Share of failed requests and 95th percentile (ms) up to 350 users, and beyond: the targets of the operations guide.
LIMITS = ((350, 0.001, 200), (float("inf"), 0.01, 500))


def accounts():
    """Yields bodies for the sign-in, for ever."""
    path = os.environ.get("MARATHON_CREDENTIALS")
    if path:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = [{"participant_id": row["participant_id"], "password": row["password"]} for row in csv.DictReader(file)]
        if not rows:
            raise SystemExit(f"{path} names no participants.")
        return itertools.cycle(rows)
    account = {
        "email": os.environ.get("MARATHON_EMAIL", "test@example.com"),
        "password": os.environ.get("MARATHON_PASSWORD", "test123"),
    }
    return itertools.repeat(account)


ACCOUNTS = accounts()


class Participant(HttpUser):
    """Signs in, then reads the public pages with 1 to 5 s to think between two requests."""

    wait_time = between(1, 5)

    def on_start(self):
        with self.client.post("/api/auth/participant/login", json=next(ACCOUNTS), catch_response=True) as response:
            if response.status_code != 200:
                response.failure(f"sign-in answered {response.status_code}: {response.text[:200]}")
                raise StopUser()
            token = response.json()["token"]
        self.client.headers["Authorization"] = f"Bearer {token}"

    @task(3)
    def leaderboard_page(self):
        self.client.get("/leaderboard.html")

    @task(2)
    def leaderboard_data(self):
        with self.client.get("/api/leaderboard/current", catch_response=True) as response:
            if response.status_code == 200 and "rows" not in response.json():
                response.failure("the leaderboard has no rows")

    @task(1)
    def health(self):
        with self.client.get("/api/health", catch_response=True) as response:
            if response.status_code == 200 and response.json().get("status") != "ok":
                response.failure(f"health says {response.json().get('status')}")

    @task(1)
    def contest(self):
        self.client.get("/api/contest/current")


@events.quitting.add_listener
def compare_with_targets(environment, **_):
    """Sets the exit code, so that a script sees a missed target. Sign-ins have a target of their own: 1 s."""
    total = environment.stats.total
    users = max(environment.runner.target_user_count if environment.runner else 0, getattr(environment.parsed_options, "num_users", 0) or 0)
    share, p95 = next((share, p95) for most, share, p95 in LIMITS if users <= most)
    missed = []
    if total.num_requests == 0:
        missed.append("nothing was measured")
    if total.fail_ratio >= share:
        missed.append(f"{total.fail_ratio:.3%} of requests failed, target < {share:.1%}")
    for entry in environment.stats.entries.values():
        limit = 1000 if entry.name.endswith("/login") else p95
        measured = entry.get_response_time_percentile(0.95) or 0
        if measured >= limit:
            missed.append(f"{entry.method} {entry.name}: p95 {measured:.0f} ms, target < {limit} ms")
    for line in missed:
        print("MISSED:", line)
    if missed:
        environment.process_exit_code = 1
