"""Pure: may this statement be believed?"""
