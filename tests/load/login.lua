-- wrk script: sign-ins. MARATHON_BODY is the body of one request; by default the demo's own account.
wrk.method = "POST"
wrk.body = os.getenv("MARATHON_BODY") or '{"email":"test@example.com","password":"test123"}'
wrk.headers["Content-Type"] = "application/json"

local refused = 0

function response(status)
    if status ~= 200 then
        refused = refused + 1
        if refused <= 3 then
            print("answered " .. status)
        end
    end
end
