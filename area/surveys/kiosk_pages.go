package surveys

import "kaname/kit/web"

func (ss *Surveys) kioskRoutes(rs *web.Routes) {}
