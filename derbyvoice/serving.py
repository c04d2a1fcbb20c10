"""How gunicorn serves: two processes of four threads, renewed now and then (`gunicorn -c python:derbyvoice.serving`).

From whom forwarded headers are believed is said by FORWARDED_ALLOW_IPS or `--forwarded-allow-ips`: name the proxy."""

bind = "0.0.0.0:8000"
wsgi_app = "derbyvoice.wsgi"
worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
graceful_timeout = 20
keepalive = 75  # longer than the proxy's, so that the proxy is the one to close
max_requests = 5000
max_requests_jitter = 500
limit_request_line = 4094
limit_request_fields = 60
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, so that a slow disk does not look like a stuck worker
accesslog = None  # the software writes its own line for each request, without addresses
