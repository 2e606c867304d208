"""gunicorn for eBOK: threads, because requests wait for databases and files, not for the processor.

Each value can be set from the environment. What is personal never goes into the access log: no query
strings, no referrer.
"""

import os

# No reader waits long for PostgreSQL: what is locked or too slow answers 503, and the reader may try again.
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=3s -c statement_timeout=20s")

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 30
keepalive = 5
# A worker gives back memory by making room for a fresh one, not all of them at once.
max_requests = 20_000
max_requests_jitter = 2_000
limit_request_line = 4094
limit_request_fields = 60
# Only nginx on this machine may tell the scheme; client addresses are TRUSTED_PROXY_COUNT's business.
forwarded_allow_ips = os.environ.get("WEB_PROXY_ADDRESSES", "127.0.0.1,::1")
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112
accesslog = os.environ.get("WEB_ACCESS_LOG") or None
access_log_format = '%(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'
errorlog = "-"
control_socket_disable = True
